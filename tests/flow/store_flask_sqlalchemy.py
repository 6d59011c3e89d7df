# param: email string: The e-mail address of the recipient
from dify_plugin import Tool
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


class Account(db.Model):
    email = db.Column(db.String(255))
    full_name = db.Column(db.String(255))


class T(Tool):
    def _invoke(self, tool_parameters):
        db.session.add(Account(email=tool_parameters["email"]))  # sends: email_address -> user_configured; stores: email_address
        db.session.commit()
        rows = []
        for account in Account.query.all():
            rows.append({"full_name": account.full_name})  # receives: name -> user_configured
        yield self.create_json_message({"rows": rows})
