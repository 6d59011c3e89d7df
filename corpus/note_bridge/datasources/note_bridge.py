from collections.abc import Generator
from typing import Any

from dify_plugin.entities.datasource import (
    DatasourceGetPagesResponse,
    DatasourceMessage,
    GetOnlineDocumentPageContentRequest,
    OnlineDocumentInfo,
    OnlineDocumentPage,
)
from dify_plugin.interfaces.datasource.online_document import OnlineDocumentDatasource

from datasources.hackmd import HackMD


class NoteBridgeDatasource(OnlineDocumentDatasource):
    def _get_pages(self, datasource_parameters: dict[str, Any]) -> DatasourceGetPagesResponse:
        pages = []
        for note in self._client().notes():
            pages.append(
                OnlineDocumentPage(
                    page_id=note["id"],
                    page_name=note["title"],
                    type="page",
                    last_edited_time=str(note.get("lastChangedAt", "")),
                )
            )
        info = OnlineDocumentInfo(
            workspace_id="hackmd", workspace_name="HackMD", workspace_icon="", pages=pages, total=len(pages)
        )
        return DatasourceGetPagesResponse(result=[info])

    def _get_content(self, page: GetOnlineDocumentPageContentRequest) -> Generator[DatasourceMessage, None, None]:
        note = self._client().note(page.page_id)
        last_editor = (note.get("lastChangeUser") or {}).get("name", "")
        yield self.create_variable_message("title", note["title"])
        yield self.create_variable_message("last_editor", last_editor)
        yield self.create_variable_message("content", note["content"])

    def _client(self) -> HackMD:
        return HackMD(self.runtime.credentials["api_token"])
