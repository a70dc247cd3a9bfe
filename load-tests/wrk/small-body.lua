-- One small body, known as a whole.
-- wrk -s small-body.lua --latency URL
wrk.method = "GET"
wrk.path = "/styles/small"
