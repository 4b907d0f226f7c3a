// Proofs against the vectors of RFC 4231.
#include "bench/wire/proof.h"

#include <gtest/gtest.h>

namespace unblock::bench {
namespace {

struct Proof : testing::Test {
  void SetUp() override {
    if (const std::string why = proofs_unavailable(); !why.empty()) GTEST_SKIP() << why;
  }
};

TEST_F(Proof, IsTheHmacOfTheRfc) {
  EXPECT_EQ(proof_of("Jefe", "what do ya want for nothing?"), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST_F(Proof, OfAnotherTokenOrTextIsAnother) {
  const std::string proof = proof_of("token", "client 1 2");
  EXPECT_TRUE(same_proof(proof, proof_of("token", "client 1 2")));
  EXPECT_FALSE(same_proof(proof, proof_of("tokem", "client 1 2")));
  EXPECT_FALSE(same_proof(proof, proof_of("token", "target 1 2")));
  EXPECT_FALSE(same_proof(proof, proof.substr(1)));
  EXPECT_FALSE(same_proof(proof, ""));
}

TEST_F(Proof, NoncesAreNeverTheSame) {
  const std::string one = draw_nonce();
  EXPECT_EQ(one.size(), 32u);
  EXPECT_NE(one, draw_nonce());
}

}  // namespace
}  // namespace unblock::bench
