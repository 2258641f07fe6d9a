/* The floor: nothing but send(2). Takes `connections` on a port, then writes a frame of `size` bytes to each of them,
 * one after another, `rounds` times with a pause between, and prints the processor time of one send in microseconds. */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static double cpu(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return now.tv_sec + now.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
    int port = atoi(argv[1]), connections = atoi(argv[2]), size = atoi(argv[3]), rounds = atoi(argv[4]), on = 1;
    int *peers = calloc(connections, sizeof(int));
    char *frame = calloc(1, size);
    int listening = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(listening, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listening, (struct sockaddr *)&address, sizeof address) || listen(listening, 4096)) return 1;
    puts("up");
    fflush(stdout);
    for (int i = 0; i < connections; i++) {
        peers[i] = accept(listening, NULL, NULL);
        setsockopt(peers[i], IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }
    usleep(300000);
    double spent = 0;
    for (int round = 0; round < rounds; round++) {
        double before = cpu();
        for (int i = 0; i < connections; i++)
            if (send(peers[i], frame, size, MSG_NOSIGNAL) != size) return 2;
        spent += cpu() - before;
        usleep(66000);
    }
    printf("%.3f\n", spent / ((double)connections * rounds) * 1e6);
    return argc > 5;
}
