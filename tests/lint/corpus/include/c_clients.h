/* Declarations, in the shape of the real headers, of the C client libraries whose blocking calls the corpus uses. */
#pragma once

#ifdef __cplusplus
extern "C" {
#endif

/* libcurl */
typedef void CURL;
typedef void CURLM;
typedef int CURLcode;
typedef int CURLMcode;
CURLcode curl_easy_perform(CURL *curl);
CURLMcode curl_multi_perform(CURLM *multi_handle, int *running_handles);
CURLMcode curl_multi_poll(CURLM *multi_handle, void *extra_fds, unsigned int extra_nfds, int timeout_ms, int *ret);

/* libpq */
typedef struct pg_conn PGconn;
typedef struct pg_result PGresult;
PGconn *PQconnectdb(const char *conninfo);
PGconn *PQconnectStart(const char *conninfo);
PGresult *PQexec(PGconn *conn, const char *query);
int PQsendQuery(PGconn *conn, const char *query);

/* sqlite3 */
typedef struct sqlite3 sqlite3;
typedef struct sqlite3_stmt sqlite3_stmt;
int sqlite3_step(sqlite3_stmt *stmt);
int sqlite3_bind_int(sqlite3_stmt *stmt, int index, int value);

/* hiredis */
typedef struct redisContext redisContext;
typedef struct redisAsyncContext redisAsyncContext;
void *redisCommand(redisContext *c, const char *format, ...);
int redisAsyncCommand(redisAsyncContext *ac, void *fn, void *privdata, const char *format, ...);

/* MySQL and MariaDB */
typedef struct st_mysql MYSQL;
int mysql_query(MYSQL *mysql, const char *q);
int mysql_query_start(int *ret, MYSQL *mysql, const char *q);

/* OpenSSL */
typedef struct rsa_st RSA;
typedef struct bignum_st BIGNUM;
typedef struct bn_gencb_st BN_GENCB;
typedef struct ssl_ctx_st SSL_CTX;
int RSA_generate_key_ex(RSA *rsa, int bits, BIGNUM *e, BN_GENCB *cb);
int SSL_CTX_set_cipher_list(SSL_CTX *ctx, const char *list);

/* ZeroMQ */
#define ZMQ_DONTWAIT 1
int zmq_recv(void *socket, void *buf, unsigned long len, int flags);

/* libevent */
struct event_base;
#define EVLOOP_NONBLOCK 0x02
int event_base_loop(struct event_base *base, int flags);
int event_base_dispatch(struct event_base *base);

#ifdef __cplusplus
}
#endif
