/**
 * How the process of the gate is started. What it keeps for long is little: the decisions lie in one flat buffer.
 * What it makes for each request is much, and some of it survives until the whole heap is collected. Left to itself V8 then
 * collects all of a small heap every second, and each time holds requests up for 20 ms and more; grown to three times
 * what is alive, it does so some ten times more rarely (`bench gate`, what the proxy adds at p99: .6 ms instead of 3 to 5).
 */
export const GATE_FLAGS: readonly string[] = ['--heap-growing-percent=200']
