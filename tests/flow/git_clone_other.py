# param: path string: Folder
from dulwich import porcelain
from git import Repo
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        repository = porcelain.init("/tmp/notes")
        porcelain.log(repository)
        Repo.init("/tmp/other").index.commit("first")
        yield self.create_text_message("done")
