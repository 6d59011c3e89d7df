from asana_kit.api.facade import Asana

__all__ = ["Asana"]
