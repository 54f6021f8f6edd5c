/**
 * How the process of the gate is started. What it keeps for long is little: the decisions lie in one flat buffer.
 * What it makes for each request is much, and some of it survives until the whole heap is collected. Left to itself V8 then
 * collects all of a small heap every second, and each time holds requests up for 20 ms and more; grown to three times
 * what is alive, it does so some ten times more rarely (`bench gate`: the proxy adds .07 to 1.06 ms at p99, and .73 to 5.76 without).
 */
export const GATE_FLAGS: readonly string[] = ['--heap-growing-percent=200']
