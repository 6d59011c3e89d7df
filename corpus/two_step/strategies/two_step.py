from collections.abc import Generator
from typing import Any

from dify_plugin.entities.agent import AgentInvokeMessage
from dify_plugin.entities.model.llm import LLMModelConfig
from dify_plugin.entities.model.message import SystemPromptMessage, UserPromptMessage
from dify_plugin.interfaces.agent import AgentModelConfig, AgentStrategy
from pydantic import BaseModel


class TwoStepParams(BaseModel):
    query: str
    instruction: str
    model: AgentModelConfig


class TwoStepStrategy(AgentStrategy):
    def _invoke(self, parameters: dict[str, Any]) -> Generator[AgentInvokeMessage]:
        params = TwoStepParams(**parameters)
        plan = self._ask(params, "Write a short plan for the task.", params.query)
        answer = self._ask(params, f"Follow this plan:\n{plan}", params.query)
        yield self.create_text_message(answer)

    def _ask(self, params: TwoStepParams, task: str, query: str) -> str:
        result = self.session.model.llm.invoke(
            model_config=LLMModelConfig(**params.model.model_dump(mode="json")),
            prompt_messages=[
                SystemPromptMessage(content=f"{params.instruction}\n{task}"),
                UserPromptMessage(content=query),
            ],
            stream=False,
        )
        return str(result.message.content)
