-- A body of 1,000 pieces of 64 bytes, each of them written by itself.
-- wrk -s many-yields.lua --latency URL
wrk.method = "GET"
wrk.path = "/styles/yields"
