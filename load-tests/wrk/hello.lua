-- The smallest request the gateway answers: is it alive?
-- wrk -s hello.lua --latency URL
wrk.method = "GET"
wrk.path = "/health/live"
