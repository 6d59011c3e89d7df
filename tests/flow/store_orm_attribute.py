# param: email string: The e-mail address of the recipient
from dify_plugin import Tool
from sqlalchemy import Column, Integer, String, create_engine
from sqlalchemy.orm import declarative_base, Session

Base = declarative_base()


class Recipient(Base):
    __tablename__ = "recipients"
    id = Column(Integer, primary_key=True)
    email = Column(String)


class T(Tool):
    def _invoke(self, tool_parameters):
        with Session(create_engine("sqlite:///app.db")) as session:
            row = Recipient()
            row.email = tool_parameters["email"]
            session.add(row)  # stores: email_address
            session.commit()
        yield self.create_text_message("kept")
