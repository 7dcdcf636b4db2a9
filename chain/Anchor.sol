// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// Notes when a hash was first brought here, and by whom. No owner, no way to change or to take back.
contract Anchor {
    struct Place {
        uint128 height;
        uint128 time;
    }

    event Anchored(address indexed by, bytes32 indexed hash, uint256 time);

    /// Block and its time, in seconds; zero if this account never brought this hash.
    mapping(address by => mapping(bytes32 hash => Place)) public placeOf;

    /// A second call for the same hash changes nothing.
    function anchor(bytes32 hash) external {
        if (placeOf[msg.sender][hash].time != 0) return;
        placeOf[msg.sender][hash] = Place(uint128(block.number), uint128(block.timestamp));
        emit Anchored(msg.sender, hash, block.timestamp);
    }
}
