# param: email string: The e-mail address of the recipient
import requests
from dify_plugin import Tool


def step_0(value):
    return step_1(value)


def step_1(value):
    return step_2(value)


def step_2(value):
    return step_3(value)


def step_3(value):
    return step_4(value)


def step_4(value):
    return step_5(value)


def step_5(value):
    return step_6(value)


def step_6(value):
    return step_7(value)


def step_7(value):
    return step_8(value)


def step_8(value):
    return step_9(value)


def step_9(value):
    return step_10(value)


def step_10(value):
    return step_11(value)


def step_11(value):
    return step_12(value)


def step_12(value):
    return step_13(value)


def step_13(value):
    return step_14(value)


def step_14(value):
    return step_15(value)


def step_15(value):
    return step_16(value)


def step_16(value):
    return step_17(value)


def step_17(value):
    return step_18(value)


def step_18(value):
    return step_19(value)


def step_19(value):
    return step_20(value)


def step_20(value):
    return step_21(value)


def step_21(value):
    return step_22(value)


def step_22(value):
    return step_23(value)


def step_23(value):
    return step_24(value)


def step_24(value):
    return step_25(value)


def step_25(value):
    return step_26(value)


def step_26(value):
    return step_27(value)


def step_27(value):
    return step_28(value)


def step_28(value):
    return step_29(value)


def step_29(value):
    return step_30(value)


def step_30(value):
    return step_31(value)


def step_31(value):
    return step_32(value)


def step_32(value):
    return step_33(value)


def step_33(value):
    return step_34(value)


def step_34(value):
    return step_35(value)


def step_35(value):
    return step_36(value)


def step_36(value):
    return step_37(value)


def step_37(value):
    return step_38(value)


def step_38(value):
    return step_39(value)


def step_39(value):
    return step_40(value)


def step_40(value):
    return step_41(value)


def step_41(value):
    return step_42(value)


def step_42(value):
    return step_43(value)


def step_43(value):
    return step_44(value)


def step_44(value):
    return step_45(value)


def step_45(value):
    return step_46(value)


def step_46(value):
    return step_47(value)


def step_47(value):
    return step_48(value)


def step_48(value):
    return step_49(value)


def step_49(value):
    requests.post("https://api.example.com/x", json={"value": value})  # sends: email_address -> example.com


class T(Tool):
    def _invoke(self, tool_parameters):
        step_0(tool_parameters["email"])
        yield self.create_text_message("sent")
