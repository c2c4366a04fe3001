// The baseline for etcd-bench: the same work through Go's clientv3.
//
// Debian: apt-get install golang-go golang-etcd-server-dev, then
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go build -o go-bench main.go
//	go-bench ENDPOINT seed 100000 && go-bench ENDPOINT
package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"go.etcd.io/etcd/clientv3"
)

func cpu() float64 {
	var u syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return float64(u.Utime.Sec+u.Stime.Sec) + float64(u.Utime.Usec+u.Stime.Usec)/1e6
}

func report(name string, count int64, start time.Time, before float64) {
	fmt.Printf("%s: %d/s, %d us of CPU each\n", name,
		int64(float64(count)/time.Since(start).Seconds()),
		int64((cpu()-before)*1e6/float64(count)))
}

func key(i int) string { return fmt.Sprintf("/bench/%07d", i) }

func main() {
	cli, err := clientv3.New(clientv3.Config{Endpoints: []string{os.Args[1]}})
	if err != nil {
		panic(err)
	}
	ctx := context.Background()
	value := string(make([]byte, 1024))
	if len(os.Args) > 3 {
		n, _ := strconv.Atoi(os.Args[3])
		var wg sync.WaitGroup
		for w := 0; w < 64; w++ {
			wg.Add(1)
			go func(w int) {
				defer wg.Done()
				for i := w; i < n; i += 64 {
					if _, err := cli.Put(ctx, key(i), value); err != nil {
						panic(err)
					}
				}
			}(w)
		}
		wg.Wait()
		return
	}
	for _, workers := range []int{1, 64, 128} {
		before, start := cpu(), time.Now()
		var count int64
		var wg sync.WaitGroup
		for w := 0; w < workers; w++ {
			wg.Add(1)
			go func(k string) {
				defer wg.Done()
				r, err := cli.Get(ctx, k)
				if err != nil {
					panic(err)
				}
				rev := r.Kvs[0].ModRevision
				for time.Since(start) < 5*time.Second {
					t, err := cli.Txn(ctx).If(clientv3.Compare(clientv3.ModRevision(k), "=", rev)).
						Then(clientv3.OpPut(k, value, clientv3.WithIgnoreLease())).
						Else(clientv3.OpGet(k)).Commit()
					if err != nil {
						panic(err)
					}
					rev = t.Header.Revision
					atomic.AddInt64(&count, 1)
				}
			}(key(w))
		}
		wg.Wait()
		report(fmt.Sprint("cas ", workers), count, start, before)
	}
	before, start := cpu(), time.Now()
	var values int64
	for time.Since(start) < 5*time.Second {
		k, rev := "/bench/", int64(0)
		for {
			r, err := cli.Get(ctx, k, clientv3.WithRange("/bench0"), clientv3.WithLimit(4000),
				clientv3.WithRev(rev))
			if err != nil {
				panic(err)
			}
			rev = r.Header.Revision
			values += int64(len(r.Kvs))
			if !r.More {
				break
			}
			k = string(r.Kvs[len(r.Kvs)-1].Key) + "\x00"
			if r.Header.Revision > 0 && rev == 0 {
				rev = r.Header.Revision
			}
		}
	}
	report("range values", values, start, before)
}
