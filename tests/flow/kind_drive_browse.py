# kind: online_drive
import requests
from dify_plugin.interfaces.datasource.online_drive import OnlineDriveDatasource


class D(OnlineDriveDatasource):
    def _browse_files(self, request):
        listing = requests.get("https://graph.microsoft.com/v1.0/me/drive/root/children").json()
        return [(entry["id"], entry["name"], entry["size"]) for entry in listing["value"]]

    def _download_file(self, request):
        return None
