# param: email string: The e-mail address of the recipient
from dify_plugin import Tool
from sqlmodel import Field, Session, SQLModel, create_engine


class Recipient(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    email: str


class T(Tool):
    def _invoke(self, tool_parameters):
        with Session(create_engine("sqlite:///app.db")) as session:
            session.add(Recipient(email=tool_parameters["email"]))  # stores: email_address
            session.commit()
        yield self.create_text_message("kept")
