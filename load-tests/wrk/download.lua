-- Downloads of one file of 64 KiB, which the bench uploads before the run.
-- wrk -s download.lua --latency URL
wrk.method = "GET"
wrk.path = "/uploads/wrk-download"
