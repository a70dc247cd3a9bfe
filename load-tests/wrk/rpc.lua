-- A typed call over HTTP: what time is it on the node?
-- wrk -s rpc.lua --latency URL
wrk.method = "POST"
wrk.path = "/rpc/clock/now"
wrk.body = "{}"
wrk.headers["Content-Type"] = "application/json"
