/** The constants of SHA-2: "the first bits of the fractional parts of the roots of the first primes". */

function firstPrimes(count: number): bigint[] {
  const primes: bigint[] = [];
  for (let candidate = 2n; primes.length < count; candidate++) {
    if (primes.every((prime) => candidate % prime !== 0n)) primes.push(candidate);
  }
  return primes;
}

/** Largest integer whose power is at most the value, found bit by bit. */
function integerRoot(value: bigint, degree: bigint, bits: bigint): bigint {
  let root = 0n;
  for (let bit = 1n << bits; bit > 0n; bit >>= 1n) {
    if ((root + bit) ** degree <= value) root += bit;
  }
  return root;
}

/** For each of the first `count` primes: `bits` bits of the fraction of its root of that degree. */
export function fractionalRootBits(count: number, degree: bigint, bits: bigint): bigint[] {
  return firstPrimes(count).map((prime) => {
    const scaled = integerRoot(prime << (degree * bits), degree, bits + 5n);
    return BigInt.asUintN(Number(bits), scaled);
  });
}
