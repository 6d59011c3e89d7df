# param: email string: The e-mail address of the recipient
import os

from dify_plugin import Tool
from sqlalchemy import Column, Integer, String, create_engine
from sqlalchemy.orm import declarative_base, sessionmaker

Base = declarative_base()


class Recipient(Base):
    __tablename__ = "recipients"
    id = Column(Integer, primary_key=True)
    email = Column(String)


class T(Tool):
    def _invoke(self, tool_parameters):
        engine = create_engine(os.environ["DATABASE_URL"])
        session = sessionmaker(bind=engine)()
        session.add(Recipient(email=tool_parameters["email"]))  # sends: email_address -> user_configured; stores: email_address
        session.commit()
        yield self.create_text_message("kept")
