# param: email string: The e-mail address of the recipient
from dify_plugin import Tool
from sqlalchemy import Column, Integer, String, create_engine
from sqlalchemy.orm import Session, declarative_base

Base = declarative_base()


class Recipient(Base):
    __tablename__ = "recipients"
    id = Column(Integer, primary_key=True)
    email = Column(String)


class T(Tool):
    def _invoke(self, tool_parameters):
        with Session(create_engine("sqlite:///app.db")) as session:
            found = session.query(Recipient).filter_by(email=tool_parameters["email"]).count()
        yield self.create_text_message(str(found))
