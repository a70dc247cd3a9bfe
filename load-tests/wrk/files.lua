-- Downloads of a file of so many bytes, which the bench makes before the run.
-- wrk -s files.lua --latency URL -- BYTES
function init(args)
  one = wrk.format("GET", "/files/" .. args[1])
end

function request()
  return one
end
