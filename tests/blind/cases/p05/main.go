package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

const (
	mostBody   = 1 << 20
	mostDrain  = 64 << 20
	mostStored = 128 << 20
	mostPosts  = 100000
	firstID    = 100000
	mostServed = 7
	textType   = "text/plain;charset=UTF-8"
	jsonType   = "application/json"
)

var idForm = regexp.MustCompile(`^post:([1-9][0-9]*)$`)

type post struct {
	ID   string `json:"id"`
	Text string `json:"text"`
	n    uint64
}

type store struct {
	sync.Mutex
	posts  []post // by n
	stored int
	last   uint64
}

func answer(w http.ResponseWriter, status int, contentType string, body []byte) {
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	w.Write(body)
}

func fail(w http.ResponseWriter, status int, message string) {
	body := odd(map[string]string{"error": message})
	answer(w, status, jsonType, body)
}

func notAllowed(w http.ResponseWriter, allow string) {
	w.Header().Set("Allow", allow)
	fail(w, http.StatusMethodNotAllowed, "method not allowed")
}

// segmentsOf gives the decoded segments of a request's path.
func segmentsOf(u *url.URL) ([]string, bool) {
	segments := strings.Split(u.EscapedPath(), "/")[1:]
	for i, segment := range segments {
		decoded, err := url.PathUnescape(segment)
		if err != nil {
			return nil, false
		}
		segments[i] = decoded
	}
	return segments, true
}

// readText reads the body of a POST; when it cannot be a text, it has been answered.
func readText(w http.ResponseWriter, r *http.Request) (string, bool) {
	body, err := io.ReadAll(io.LimitReader(r.Body, mostBody+1))
	if err != nil {
		fail(w, http.StatusBadRequest, "the body could not be read")
		return "", false
	}
	if len(body) > mostBody {
		io.Copy(io.Discard, io.LimitReader(r.Body, mostDrain))
		fail(w, http.StatusRequestEntityTooLarge, "the text is too large")
		return "", false
	}
	if !utf8.Valid(body) {
		fail(w, http.StatusBadRequest, "the text is not UTF-8")
		return "", false
	}
	return string(body), true
}

// find gives the place of a post, or -1. The store is locked.
func (s *store) find(n uint64) int {
	i := sort.Search(len(s.posts), func(i int) bool { return s.posts[i].n >= n })
	if i < len(s.posts) && s.posts[i].n == n {
		return i
	}
	return -1
}

func (s *store) create(w http.ResponseWriter, r *http.Request) {
	text, ok := readText(w, r)
	if !ok {
		return
	}
	s.Lock()
	if len(s.posts) >= mostPosts || s.stored+len(text) > mostStored {
		s.Unlock()
		fail(w, http.StatusInsufficientStorage, "no room for more posts")
		return
	}
	if s.last == 0 {
		s.last = firstID
	} else {
		s.last += 1 + (s.last*7+3)%11
	}
	id := "post:" + strconv.FormatUint(s.last, 10)
	s.posts = append(s.posts, post{id, text, s.last})
	s.stored += len(text)
	s.Unlock()
	w.Header().Set("Location", "/posts/"+id)
	w.Header().Set("ETag", tagOf([]byte(text)))
	answer(w, http.StatusCreated, textType, []byte(id))
}

func (s *store) list(w http.ResponseWriter, r *http.Request) {
	s.Lock()
	items := append(make([]post, 0, len(s.posts)), s.posts...)
	s.Unlock()
	body := odd(items)
	tag := tagOf(body)
	h := w.Header()
	h.Set("Vary", "Accept-Encoding")
	if takesGzip(r.Header.Values("Accept-Encoding")) {
		var zipped bytes.Buffer
		z, _ := gzip.NewWriterLevel(&zipped, gzip.BestSpeed)
		z.Write(body)
		z.Close()
		body = zipped.Bytes()
		tag = tag[:len(tag)-1] + `-gz"`
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("ETag", tag)
	if matches(r.Header.Values("If-None-Match"), tag) {
		h.Del("Content-Encoding")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	answer(w, http.StatusOK, jsonType, body)
}

func tagOf(body []byte) string {
	sum := sha256.Sum256(body)
	return `"` + hex.EncodeToString(sum[:12]) + `"`
}

var coding = regexp.MustCompile(`^\s*([^\s;]+)\s*(?:;\s*q\s*=\s*([0-9.]+)\s*)?$`)

// takesGzip tells whether an Accept-Encoding header accepts gzip.
func takesGzip(headers []string) bool {
	accepts := map[string]bool{}
	for _, item := range strings.Split(strings.ToLower(strings.Join(headers, ",")), ",") {
		if parts := coding.FindStringSubmatch(item); parts != nil {
			accepts[parts[1]] = strings.Trim(parts[2], "0.") != "" || parts[2] == ""
		}
	}
	if named, ok := accepts["gzip"]; ok {
		return named
	}
	return accepts["*"]
}

func matches(headers []string, tag string) bool {
	for _, item := range strings.Split(strings.Join(headers, ","), ",") {
		item = strings.TrimSpace(item)
		if item == "*" || strings.TrimPrefix(item, "W/") == tag {
			return true
		}
	}
	return false
}

// odd writes JSON with white space between all tokens and escapes where none are needed.
func odd(value interface{}) []byte {
	packed, _ := json.Marshal(value)
	out := bytes.NewBufferString(" \r\n")
	inString := false
	for i, escapes := 0, 0; i < len(packed); {
		c, size := utf8.DecodeRune(packed[i:])
		switch {
		case !inString && (c == '[' || c == '{' || c == ':' || c == ','):
			out.WriteRune(c)
			out.WriteString("\n\t ")
		case !inString && (c == ']' || c == '}'):
			out.WriteString(" \r\n")
			out.WriteRune(c)
		case c == '"':
			inString = !inString
			out.WriteByte('"')
		case inString && c == '\\':
			size = 2
			if packed[i+1] == 'u' {
				size = 6
			}
			out.Write(packed[i : i+size])
		case inString && c == '/':
			out.WriteString(`\/`)
		case inString && (c >= 0x80 || strings.ContainsRune("aeiot: 1", c)):
			escapes++
			if high, low := utf16.EncodeRune(c); c > 0xffff {
				escape(out, high, escapes)
				escape(out, low, escapes)
			} else {
				escape(out, c, escapes)
			}
		default:
			out.WriteRune(c)
		}
		i += size
	}
	out.WriteString("\t\r\n ")
	return out.Bytes()
}

func escape(out *bytes.Buffer, unit rune, turn int) {
	fmt.Fprintf(out, []string{"\\u%04x", "\\u%04X"}[turn%2], unit)
}

func (s *store) remove(w http.ResponseWriter, n uint64) {
	s.Lock()
	i := s.find(n)
	if i < 0 {
		s.Unlock()
		fail(w, http.StatusNotFound, "no such post")
		return
	}
	id := s.posts[i].ID
	s.stored -= len(s.posts[i].Text)
	s.posts = append(s.posts[:i], s.posts[i+1:]...)
	s.Unlock()
	answer(w, http.StatusOK, textType, []byte(id))
}

func (s *store) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	served := r.Context().Value(servedKey{}).(*int)
	if *served++; *served >= mostServed {
		w.Header().Set("Connection", "close")
	}
	segments, ok := segmentsOf(r.URL)
	if !ok {
		fail(w, http.StatusBadRequest, "the path is not well encoded")
		return
	}
	collection := len(segments) == 1 && segments[0] == "posts"
	if !collection || r.Method != "POST" {
		io.Copy(io.Discard, io.LimitReader(r.Body, mostDrain))
	}
	if collection {
		switch r.Method {
		case "POST":
			s.create(w, r)
		case "GET", "HEAD":
			s.list(w, r)
		default:
			notAllowed(w, "GET, HEAD, POST")
		}
		return
	}
	if len(segments) == 2 && segments[0] == "posts" {
		if parts := idForm.FindStringSubmatch(segments[1]); parts != nil {
			n, _ := strconv.ParseUint(parts[1], 10, 64)
			if r.Method == "DELETE" {
				s.remove(w, n)
				return
			}
			s.Lock()
			there := s.find(n) >= 0
			s.Unlock()
			if there {
				notAllowed(w, "DELETE")
				return
			}
		}
	}
	fail(w, http.StatusNotFound, "not found")
}

// The key of the number of requests that a connection has served.
type servedKey struct{}

// A listener whose connections have net/http's own error answers in JSON.
type listener struct{ *net.TCPListener }

type connection struct{ *net.TCPConn }

func (l listener) Accept() (net.Conn, error) {
	c, err := l.AcceptTCP()
	if err != nil {
		return nil, err
	}
	return connection{c}, nil
}

var plain = []byte("\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n")

func (c connection) Write(p []byte) (int, error) {
	at := bytes.Index(p, plain)
	if at < 0 || at > 100 || !bytes.HasPrefix(p, []byte("HTTP/1.1 ")) {
		return c.TCPConn.Write(p)
	}
	body := odd(map[string]string{"error": string(p[at+len(plain):])})
	head := string(p[:at]) + "\r\nContent-Type: " + jsonType + "\r\nContent-Length: " +
		strconv.Itoa(len(body)) + "\r\nConnection: close\r\n\r\n"
	if _, err := c.TCPConn.Write(append([]byte(head), body...)); err != nil {
		return 0, err
	}
	return len(p), nil
}

func main() {
	ended := make(chan os.Signal, 1)
	signal.Notify(ended, syscall.SIGTERM, os.Interrupt)
	go func() {
		<-ended
		os.Exit(0)
	}()
	l, err := net.Listen("tcp", "127.0.0.1:"+os.Getenv("PORT"))
	if err != nil {
		os.Stderr.WriteString(err.Error() + "\n")
		os.Exit(1)
	}
	server := &http.Server{
		Handler:           &store{},
		ReadHeaderTimeout: 60 * time.Second,
		ConnContext: func(ctx context.Context, c net.Conn) context.Context {
			return context.WithValue(ctx, servedKey{}, new(int))
		},
	}
	server.Serve(listener{l.(*net.TCPListener)})
}
