module unblock

go 1.19
