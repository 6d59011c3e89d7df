import smtplib
from collections.abc import Generator
from email.message import EmailMessage
from typing import Any

from dify_plugin import Tool
from dify_plugin.entities.tool import ToolInvokeMessage


class SendMailTool(Tool):
    def _invoke(self, tool_parameters: dict[str, Any]) -> Generator[ToolInvokeMessage]:
        recipients = [part.strip() for part in tool_parameters["to"].split(",") if part.strip()]
        message = EmailMessage()
        message["From"] = self.runtime.credentials["login"]
        message["To"] = ", ".join(recipients)
        message["Subject"] = tool_parameters["subject"]
        message.set_content(tool_parameters["content"])
        for file in tool_parameters.get("attachments") or []:
            main_type, sub_type = (file.mime_type or "application/octet-stream").split("/", 1)
            message.add_attachment(file.blob, maintype=main_type, subtype=sub_type, filename=file.filename)
        self._deliver(message)
        yield self.create_text_message(f"Sent to {len(recipients)} recipients.")

    def _deliver(self, message: EmailMessage) -> None:
        account = self.runtime.credentials
        with smtplib.SMTP_SSL(account["smtp_host"], int(account["smtp_port"]), timeout=20) as server:
            server.login(account["login"], account["password"])
            server.send_message(message)
