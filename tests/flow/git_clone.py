# param: token string: Token
from dulwich import porcelain
from git import Repo
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        porcelain.clone("https://gitlab.com/example/notes.git", "/tmp/notes")  # receives: user_file -> gitlab
        other = Repo.clone_from(url="https://github.com/example/notes.git", to_path="/tmp/other")  # receives: user_file -> github
        yield self.create_text_message(f"{other.working_dir}")
