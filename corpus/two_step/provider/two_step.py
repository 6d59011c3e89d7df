from dify_plugin.interfaces.agent import AgentProvider


class TwoStepProvider(AgentProvider):
    pass
