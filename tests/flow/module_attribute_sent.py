# credential: email text-input
from Bio import Entrez
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        Entrez.email = self.runtime.credentials["email"]  # sends: email_address -> pubmed
        Entrez.tool = self.runtime.credentials["email"]
        yield self.create_text_message("set")
