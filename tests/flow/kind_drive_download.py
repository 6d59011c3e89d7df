# kind: online_drive
import requests
from dify_plugin.interfaces.datasource.online_drive import OnlineDriveDatasource


class D(OnlineDriveDatasource):
    def _browse_files(self, request):
        return []

    def _download_file(self, request):
        url = f"https://graph.microsoft.com/v1.0/me/drive/items/{request.id}/content"
        yield self.create_blob_message(requests.get(url).content, meta={"file_name": "file"})  # receives: user_file -> microsoft
