-- Complaints of one writer about one matter at several supervisors: who received first, and who later. Null: not looked at yet.
ALTER TABLE complaints.handling ADD COLUMN peers jsonb;
