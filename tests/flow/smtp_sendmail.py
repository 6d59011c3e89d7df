# credential: host text-input
# param: email string: The e-mail address of the recipient
import smtplib

from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        server = smtplib.SMTP(self.runtime.credentials["host"], 587)
        server.sendmail("robot@example.com", tool_parameters["email"], "ready")  # sends: email_address -> user_configured
        server.quit()
        yield self.create_text_message("sent")
