-- The smallest request the gateway answers: is it alive? Or whatever path the URL has.
-- wrk -s hello.lua --latency URL
wrk.method = "GET"
if wrk.path == "/" then
  wrk.path = "/health/live"
end
