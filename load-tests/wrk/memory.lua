-- Answers of so many bytes that a handler of the application has in memory.
-- wrk -s memory.lua --latency URL -- BYTES
function init(args)
  one = wrk.format("GET", "/memory/" .. args[1])
end

function request()
  return one
end
