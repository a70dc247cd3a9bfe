-- The same request as hello.lua, sixteen at a time on each connection.
-- wrk counts each of them; its latency is that of the whole sixteen.
-- wrk -s pipelined.lua --latency URL
local depth = 16

function init(args)
  local path = wrk.path == "/" and "/health/live" or wrk.path
  local one = wrk.format("GET", path)
  sixteen = string.rep(one, depth)
end

function request()
  return sixteen
end
