# kind: online_drive
# credential: base_url text-input
import requests
from dify_plugin.interfaces.datasource.online_drive import OnlineDriveDatasource


class D(OnlineDriveDatasource):
    def _download_file(self, request):
        answer = requests.get(f"https://api.example.com/content/{request.id}")
        yield self.create_blob_message(answer.content, meta={"file_name": request.id})  # receives: user_file -> example.com
