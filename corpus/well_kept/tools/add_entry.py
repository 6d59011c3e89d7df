import os
import sqlite3
from collections.abc import Generator
from datetime import date
from typing import Any

from dify_plugin import Tool
from dify_plugin.entities.tool import ToolInvokeMessage

FOLDER = os.path.join(os.path.dirname(__file__), "..", "data")


class AddEntryTool(Tool):
    def _invoke(self, tool_parameters: dict[str, Any]) -> Generator[ToolInvokeMessage]:
        os.makedirs(FOLDER, exist_ok=True)
        today = date.today().isoformat()
        weight = float(tool_parameters["weight_kg"])
        connection = sqlite3.connect(os.path.join(FOLDER, "diary.db"))
        with connection:
            connection.execute("CREATE TABLE IF NOT EXISTS entry (day TEXT, body_weight REAL)")
            connection.execute("INSERT INTO entry (day, body_weight) VALUES (?, ?)", (today, weight))
        connection.close()
        if tool_parameters.get("note"):
            with open(os.path.join(FOLDER, "notes.txt"), "a", encoding="utf-8") as notes:
                notes.write(f"{today}: {tool_parameters['note']}\n")
        yield self.create_text_message("The entry is kept.")
