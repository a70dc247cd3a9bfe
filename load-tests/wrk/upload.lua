-- Uploads of 1 KiB with a length. Each thread of wrk writes its own 64 names in turn,
-- so the folder doesn't grow with the length of the run.
-- wrk -s upload.lua --latency URL
local names = 64
local threads = 0

function setup(thread)
  thread:set("id", threads)
  threads = threads + 1
end

function init(args)
  count = 0
  body = string.rep("samara load test", 64)
  headers = { ["Content-Type"] = "application/octet-stream" }
end

function request()
  count = count + 1
  local path = "/uploads/wrk-" .. id .. "-" .. (count % names)
  return wrk.format("PUT", path, headers, body)
end
