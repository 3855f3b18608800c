// A Redis REST endpoint in front of one Redis server.
package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"math"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

const maxBody = 10 << 20

var token, redisAddr = os.Getenv("TOKEN"), "127.0.0.1:" + os.Getenv("REDIS_PORT")

// ---- Redis ----

// reply is one RESP2 value; kind is its first byte, an integer keeps its digits in str.
type reply struct {
	kind byte
	str  string
	arr  []reply
	null bool
}

type link struct {
	c   net.Conn
	r   *bufio.Reader
	gen int64
}

var generation int64

func dial() (*link, error) {
	c, err := net.DialTimeout("tcp", redisAddr, 3*time.Second)
	if err != nil { return nil, err }
	return &link{c, bufio.NewReader(c), atomic.LoadInt64(&generation)}, nil
}

func (l *link) send(args []string) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "*%d\r\n", len(args))
	for _, a := range args { fmt.Fprintf(&b, "$%d\r\n%s\r\n", len(a), a) }
	_, err := l.c.Write(b.Bytes())
	return err
}

func (l *link) read() (reply, error) {
	line, err := l.r.ReadString('\n')
	if err != nil { return reply{}, err }
	if len(line) < 3 { return reply{}, errors.New("bad reply") }
	v := reply{kind: line[0], str: line[1 : len(line)-2]}
	if v.kind != '$' && v.kind != '*' { return v, nil }
	n, err := strconv.Atoi(v.str)
	if err != nil { return reply{}, err }
	v.str, v.null = "", n < 0
	if v.kind == '$' && n >= 0 {
		buf := make([]byte, n+2)
		if _, err = io.ReadFull(l.r, buf); err != nil { return reply{}, err }
		v.str = string(buf[:n])
	}
	for i := 0; v.kind == '*' && i < n; i++ {
		item, err := l.read()
		if err != nil { return reply{}, err }
		v.arr = append(v.arr, item)
	}
	return v, nil
}

func (l *link) do(args []string) (reply, error) {
	l.c.SetDeadline(time.Now().Add(30 * time.Second))
	if err := l.send(args); err != nil { return reply{}, err }
	return l.read()
}

var pool = make(chan *link, 8)

// with lends a connection to fn.
func with(ctx context.Context, fn func(*link) error) (err error) {
	var l *link
	select {
	case l = <-pool:
	case <-ctx.Done():
		return ctx.Err()
	}
	if l != nil && l.gen != atomic.LoadInt64(&generation) {
		l.c.Close()
		l = nil
	}
	if l == nil {
		if l, err = dial(); err != nil {
			pool <- nil
			return err
		}
	}
	if err = fn(l); err != nil {
		atomic.AddInt64(&generation, 1)
		l.c.Close()
		l = nil
	}
	pool <- l
	return err
}

// ---- commands ----

var closed = map[string]bool{}

func init() {
	for i := 0; i < cap(pool); i++ { pool <- nil }
	for _, c := range strings.Fields(`MULTI EXEC DISCARD WATCH UNWATCH SELECT AUTH HELLO RESET QUIT CLIENT SUBSCRIBE PSUBSCRIBE SSUBSCRIBE
		UNSUBSCRIBE PUNSUBSCRIBE SUNSUBSCRIBE MONITOR SYNC PSYNC REPLCONF REPLICAOF SLAVEOF FAILOVER CLUSTER ASKING
		READONLY READWRITE SHUTDOWN DEBUG CONFIG ACL MODULE SAVE BGSAVE BGREWRITEAOF SWAPDB MIGRATE PFDEBUG PFSELFTEST
		BLPOP BRPOP BLMOVE BRPOPLPUSH BLMPOP BZPOPMIN BZPOPMAX BZMPOP WAIT`) {
		closed[c] = true
	}
}

func failure(text string) reply { return reply{kind: '-', str: text} }

// refused says why a command is not taken, or "".
func refused(args []string) string {
	name := strings.ToUpper(args[0])
	no := closed[name] || len(args) > 1000000
	if name == "XREAD" || name == "XREADGROUP" {
		from := 1
		if name == "XREADGROUP" { from = 4 }
		for i := from; i < len(args) && !strings.EqualFold(args[i], "STREAMS"); i++ {
			no = no || strings.EqualFold(args[i], "BLOCK")
		}
	}
	if no { return "ERR Command is not available: '" + name + "'" }
	return ""
}

var top = map[string]int64{"EX": math.MaxInt64 / 1000, "PX": math.MaxInt64, "EXAT": math.MaxInt64 / 1000, "PXAT": math.MaxInt64}

// prepare tidies the options of SET.
func prepare(args []string) []string {
	at, times := 0, 0
	for i := 3; i < len(args) && strings.EqualFold(args[0], "SET"); i++ {
		switch o := strings.ToUpper(args[i]); o {
		case "EX", "PX", "EXAT", "PXAT":
			at, times = i, times+1
			if i++; i == len(args) { return args }
			if n, err := strconv.ParseInt(args[i], 10, 64); err != nil || n <= 0 || n > top[o] { return args }
		case "KEEPTTL":
			return args
		}
	}
	if times != 1 { return args }
	return append(append([]string{}, args[:at]...), args[at+2:]...)
}

// busy tells a client with a large upload that work goes on.
func busy(w http.ResponseWriter, r *http.Request) {
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		w.WriteHeader(http.StatusProcessing)
		select {
		case <-tick.C:
		case <-r.Context().Done():
			return
		}
	}
}

// call runs one ordinary command.
func call(l *link, args []string) (reply, error) {
	if why := refused(args); why != "" { return failure(why), nil }
	args = prepare(args)
	v, err := l.do(args)
	return v, err
}

func single(ctx context.Context, args []string) (v reply, err error) {
	err = with(ctx, func(l *link) (e error) { v, e = call(l, args); return })
	return
}

func pipeline(ctx context.Context, cmds [][]string) (out []reply, err error) {
	err = with(ctx, func(l *link) error {
		for _, c := range cmds {
			v, e := call(l, c)
			if e != nil { return e }
			out = append(out, v)
		}
		return nil
	})
	return
}

// transaction gives one reply a command, or one error for the whole.
func transaction(ctx context.Context, cmds [][]string) (all reply, err error) {
	for _, c := range cmds {
		if why := refused(c); why != "" { return failure("EXECABORT Transaction discarded because of: " + why), nil }
	}
	err = with(ctx, func(l *link) error {
		if _, e := l.do([]string{"MULTI"}); e != nil { return e }
		for _, c := range cmds {
			if _, e := l.do(prepare(c)); e != nil { return e }
		}
		var e error
		if all, e = l.do([]string{"EXEC"}); e != nil { return e }
		return nil
	})
	return
}

// ---- JSON ----

var errParse = errors.New("ERR failed to parse command")

func number(s string) string {
	if !strings.ContainsAny(s, ".eE") {
		if s == "-0" { return "0" }
		return s
	}
	f, err := strconv.ParseFloat(s, 64)
	if err == nil && f == math.Trunc(f) && math.Abs(f) < 1<<53 && !(f == 0 && math.Signbit(f)) {
		return strconv.FormatInt(int64(f), 10)
	}
	return s
}

func parseCommand(raw []byte) (args []string, err error) {
	var items []json.RawMessage
	if json.Unmarshal(raw, &items) != nil || len(items) == 0 || items[0][0] != '"' { return nil, errParse }
	for _, it := range items {
		s := string(it)
		switch c := s[0]; {
		case c == '"':
			if json.Unmarshal(it, &s) != nil { return nil, errParse }
		case c == '-' || c >= '0' && c <= '9':
			s = number(s)
		case c != 't' && c != 'f':
			return nil, errParse
		}
		args = append(args, s)
	}
	return args, nil
}

func parseBatch(raw []byte) (cmds [][]string, err error) {
	var items []json.RawMessage
	if json.Unmarshal(raw, &items) != nil || items == nil { return nil, errParse }
	for _, it := range items {
		c, err := parseCommand(it)
		if err != nil { return nil, err }
		cmds = append(cmds, c)
	}
	return cmds, nil
}

func quote(s string) string { b, _ := json.Marshal(s); return string(b) }

func render(b *strings.Builder, v reply, b64, top bool) {
	switch {
	case v.null:
		b.WriteString("null")
	case v.kind == ':':
		b.WriteString(v.str)
	case v.kind == '*':
		b.WriteByte('[')
		for i, it := range v.arr {
			if i > 0 { b.WriteByte(',') }
			render(b, it, b64, false)
		}
		b.WriteByte(']')
	case b64 && !(top && v.kind == '+' && v.str == "OK"):
		b.WriteString(`"` + base64.StdEncoding.EncodeToString([]byte(v.str)) + `"`)
	default:
		b.WriteString(quote(v.str))
	}
}

func envelope(v reply, b64 bool) string {
	if v.kind == '-' { return `{"error":` + quote(v.str) + `}` }
	var b strings.Builder
	b.WriteString(`{"result":`)
	render(&b, v, b64, true)
	return b.String() + "}"
}

func frame(b *strings.Builder, v reply) {
	switch {
	case v.null:
		b.WriteString(string(v.kind) + "-1\r\n")
	case v.kind == '$':
		fmt.Fprintf(b, "$%d\r\n%s\r\n", len(v.str), v.str)
	case v.kind == '*':
		fmt.Fprintf(b, "*%d\r\n", len(v.arr))
		for _, it := range v.arr { frame(b, it) }
	default:
		b.WriteString(string(v.kind) + v.str + "\r\n")
	}
}

// ---- HTTP ----

func answer(w http.ResponseWriter, status int, kind, body string) {
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	io.WriteString(w, body)
}

func fail(w http.ResponseWriter, status int, text string) {
	answer(w, status, "application/json", `{"error":`+quote(text)+`}`)
}

func handle(w http.ResponseWriter, r *http.Request) {
	target := r.RequestURI
	if i := strings.Index(target, "://"); i > 0 && !strings.HasPrefix(target, "/") {
		target = target[i+3:]
		if i = strings.IndexAny(target, "/?"); i < 0 { i = len(target) }
		target = target[i:]
	}
	path, query, _ := strings.Cut(target, "?")
	path = strings.TrimPrefix(path, "/")
	var extras []string
	var given string
	var bad error
	for _, pair := range strings.Split(query, "&") {
		name, value, has := strings.Cut(pair, "=")
		n, e1 := url.PathUnescape(name)
		v, e2 := url.PathUnescape(value)
		switch {
		case pair == "":
		case e1 != nil || e2 != nil:
			bad = errors.New("ERR malformed query")
		case n == "_token":
			given = v
		case has:
			extras = append(extras, n, v)
		default:
			extras = append(extras, n)
		}
	}
	if auth, ok := r.Header["Authorization"]; ok {
		scheme, t, _ := strings.Cut(auth[0], " ")
		given = ""
		if strings.EqualFold(scheme, "Bearer") { given = t }
	}
	if token == "" || subtle.ConstantTimeCompare([]byte(given), []byte(token)) != 1 {
		w.Header().Set("WWW-Authenticate", "Bearer")
		fail(w, 401, "Unauthorized: the token is missing or wrong")
		return
	}
	switch r.Method {
	case "GET", "POST", "PUT", "HEAD":
	default:
		w.Header().Set("Allow", "GET, POST, PUT, HEAD")
		fail(w, 405, "ERR method not allowed")
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if len(body) > 100000 {
		busy(w, r)
		return
	}
	if err != nil {
		if len(body) >= maxBody {
			fail(w, 413, "ERR max request size exceeded")
		} else {
			fail(w, 400, "ERR the body could not be read")
		}
		return
	}
	b64 := strings.EqualFold(r.Header.Get("Upstash-Encoding"), "base64")
	format := strings.ToLower(r.Header.Get("Upstash-Response-Format"))
	if format != "" && format != "json" && format != "resp2" || format == "resp2" && b64 {
		fail(w, 400, "ERR unsupported response format")
		return
	}
	if bad != nil {
		fail(w, 400, bad.Error())
		return
	}
	ctx := r.Context()

	if path == "pipeline" || path == "multi-exec" {
		cmds, err := parseBatch(body)
		if err != nil {
			fail(w, 400, err.Error())
			return
		}
		all := reply{kind: '*'}
		if path == "pipeline" {
			all.arr, err = pipeline(ctx, cmds)
		} else if len(cmds) > 0 {
			all, err = transaction(ctx, cmds)
		}
		if err != nil {
			fail(w, 502, "ERR the database is not available")
		} else if all.kind == '-' {
			fail(w, 400, all.str)
		} else if format == "resp2" && path == "pipeline" {
			var b strings.Builder
			frame(&b, all)
			answer(w, 200, "application/octet-stream", b.String())
		} else {
			parts := []string{}
			for _, v := range all.arr { parts = append(parts, envelope(v, b64)) }
			answer(w, 200, "application/json", "["+strings.Join(parts, ",")+"]")
		}
		return
	}

	var args []string
	if path == "" {
		args, err = parseCommand(body)
	} else {
		for _, seg := range strings.Split(path, "/") {
			s, e := url.PathUnescape(seg)
			if e != nil { err = errors.New("ERR malformed path") }
			args = append(args, s)
		}
		if len(body) > 0 { args = append(args, string(body)) }
		args = append(args, extras...)
	}
	if err != nil {
		fail(w, 400, err.Error())
		return
	}
	v, err := single(ctx, args)
	status := 200
	if v.kind == '-' { status = 400 }
	if err != nil {
		fail(w, 502, "ERR the database is not available")
	} else if format == "resp2" {
		var b strings.Builder
		frame(&b, v)
		answer(w, status, "application/octet-stream", b.String())
	} else {
		answer(w, status, "application/json", envelope(v, b64))
	}
}

// conn turns net/http's own plain-text refusals into JSON.
type conn struct{ *net.TCPConn }

func (c conn) Write(p []byte) (int, error) {
	if bytes.HasPrefix(p, []byte("HTTP/1.1 4")) || bytes.HasPrefix(p, []byte("HTTP/1.1 5")) {
		head, _, _ := bytes.Cut(p, []byte("\r\n\r\n"))
		if bytes.Contains(head, []byte("Content-Type: text/plain")) {
			line, _, _ := strings.Cut(string(head), "\r\n")
			body := `{"error":` + quote("ERR "+line[9:]) + `}`
			_, err := fmt.Fprintf(c.TCPConn, "%s\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s", line, len(body), body)
			return len(p), err
		}
	}
	return c.TCPConn.Write(p)
}

type listener struct{ net.Listener }

func (l listener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil { return nil, err }
	return conn{c.(*net.TCPConn)}, nil
}

func main() {
	ln, err := net.Listen("tcp", "127.0.0.1:"+os.Getenv("PORT"))
	if err != nil { log.Fatal(err) }
	srv := &http.Server{Handler: http.HandlerFunc(handle), ReadHeaderTimeout: 30 * time.Second, IdleTimeout: 2 * time.Minute}
	log.Fatal(srv.Serve(listener{ln}))
}
