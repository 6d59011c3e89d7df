from collections.abc import Generator
from typing import Any

import requests
from dify_plugin.entities.datasource import WebSiteInfo, WebSiteInfoDetail
from dify_plugin.entities.tool import ToolInvokeMessage
from dify_plugin.interfaces.datasource.website import WebsiteCrawlDatasource


class PageNetDatasource(WebsiteCrawlDatasource):
    service_url = "https://app.scrapingbee.com/api/v1/"

    def _get_website_crawl(
        self, datasource_parameters: dict[str, Any]
    ) -> Generator[ToolInvokeMessage, None, None]:
        target = datasource_parameters["url"]
        answer = requests.get(
            self.service_url,
            params={
                "api_key": self.runtime.credentials["api_key"],
                "url": target,
                "render_js": str(bool(datasource_parameters.get("render_js"))).lower(),
            },
            timeout=60,
        )
        answer.raise_for_status()
        page = WebSiteInfoDetail(source_url=target, content=answer.text, title=target, description="")
        yield self.create_crawl_message(
            WebSiteInfo(web_info_list=[page], status="completed", total=1, completed=1)
        )
