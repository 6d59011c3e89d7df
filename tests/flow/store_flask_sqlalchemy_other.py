# param: email string: The e-mail address of the recipient
from dify_plugin import Tool
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


class Colour(db.Model):
    shade = db.Column(db.String(255))


class T(Tool):
    def _invoke(self, tool_parameters):
        db.session.add(Colour(shade="green"))
        db.session.commit()
        known = Colour.query.first()
        yield self.create_text_message(f"{known.shade} {len(tool_parameters['email'])}")
