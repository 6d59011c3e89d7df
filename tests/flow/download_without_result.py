# credential: host text-input
from dify_plugin import Tool
from webdav3.client import Client


class T(Tool):
    def _invoke(self, tool_parameters):
        client = Client({"webdav_hostname": self.runtime.credentials["host"]})
        client.download_file("/report.pdf", "/tmp/report.pdf")  # receives: user_file -> user_configured
        yield self.create_text_message("fetched")
