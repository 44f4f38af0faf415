module example.com/service
