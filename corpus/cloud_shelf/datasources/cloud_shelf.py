import json
import mimetypes
from collections.abc import Generator

import requests
from dify_plugin.entities.datasource import (
    DatasourceMessage,
    OnlineDriveBrowseFilesRequest,
    OnlineDriveBrowseFilesResponse,
    OnlineDriveDownloadFileRequest,
    OnlineDriveFile,
    OnlineDriveFileBucket,
)
from dify_plugin.interfaces.datasource.online_drive import OnlineDriveDatasource


class CloudShelfDatasource(OnlineDriveDatasource):
    def _browse_files(self, request: OnlineDriveBrowseFilesRequest) -> OnlineDriveBrowseFilesResponse:
        folder = request.prefix or ""
        answer = requests.post(
            "https://api.dropboxapi.com/2/files/list_folder",
            headers=self._headers(),
            json={"path": folder, "limit": request.max_keys or 100},
            timeout=30,
        )
        answer.raise_for_status()
        listing = answer.json()
        files = [
            OnlineDriveFile(
                id=entry["path_lower"],
                name=entry["name"],
                size=entry.get("size", 0),
                type="folder" if entry[".tag"] == "folder" else "file",
            )
            for entry in listing["entries"]
        ]
        bucket = OnlineDriveFileBucket(
            bucket="dropbox", files=files, is_truncated=listing["has_more"], next_page_parameters={}
        )
        return OnlineDriveBrowseFilesResponse(result=[bucket])

    def _download_file(self, request: OnlineDriveDownloadFileRequest) -> Generator[DatasourceMessage, None, None]:
        answer = requests.post(
            "https://content.dropboxapi.com/2/files/download",
            headers={**self._headers(), "Dropbox-API-Arg": json.dumps({"path": request.id})},
            timeout=120,
        )
        answer.raise_for_status()
        file_name = request.id.rsplit("/", 1)[-1]
        mime_type = mimetypes.guess_type(file_name)[0] or "application/octet-stream"
        yield self.create_blob_message(answer.content, meta={"file_name": file_name, "mime_type": mime_type})

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.runtime.credentials['access_token']}"}
