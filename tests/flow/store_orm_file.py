# param: email string: The e-mail address of the recipient
from dify_plugin import Tool
from sqlalchemy import create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column


class Base(DeclarativeBase):
    pass


class Recipient(Base):
    __tablename__ = "recipients"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]


class T(Tool):
    def _invoke(self, tool_parameters):
        with Session(create_engine("sqlite:///app.db")) as session:
            session.add(Recipient(email=tool_parameters["email"]))  # stores: email_address
            session.commit()
        yield self.create_text_message("kept")
