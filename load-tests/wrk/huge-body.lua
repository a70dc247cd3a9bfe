-- One body of 8 MiB, known as a whole.
-- wrk -s huge-body.lua --latency URL
wrk.method = "GET"
wrk.path = "/styles/huge"
