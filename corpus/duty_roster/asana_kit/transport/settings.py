BASE_URL = "https://app.asana.com/api/1.0"
TIMEOUT = 30
