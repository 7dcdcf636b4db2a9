-- Most facts of a process move only its state, which no index holds: with room on the page such an update touches the
-- row and no index at all.
ALTER TABLE procurement.process SET (fillfactor = 85);
