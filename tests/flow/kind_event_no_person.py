# kind: event
# output: branch string: Name of the branch
# output: size integer: How many commits
from dify_plugin.entities.trigger import Variables
from dify_plugin.interfaces.trigger import Event


class E(Event):
    def _on_event(self, request, parameters, payload):
        body = request.get_json()
        return Variables(variables={"branch": body["ref"]["name"], "size": len(body["commits"])})
